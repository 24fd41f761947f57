"""HiGHS and exact arithmetic behind one small face: rows in, a solution with what proves it out. The only room that imports a solver."""
