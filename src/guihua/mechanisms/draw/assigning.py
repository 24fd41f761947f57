"""Who inspects what: teams for drawn objects by a flow of least cost; where none is possible, the set that blocks it.

Every object needs `size` inspectors, of different bodies where so declared, none recused, none above their load. The
cost of an inspector's k-th object is k, so loads come out even; ties fall to an order that the draw's key makes.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guihua.errors import GuihuaError
from guihua.mechanisms.draw.records import Team
from guihua.proof.draws import rank

Staff = tuple[str, str, str, int]
"""(code, name, body, load)."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Teams (object -> codes), loads for the table, and the flow's potentials (a proof that no cheaper one is)."""

    teams: tuple[tuple[str, tuple[str, ...]], ...]
    loads: tuple[tuple[str, ...], ...]
    potentials: tuple[tuple[str, str], ...]


@dataclass
class _Graph:
    """Edges as arrays: to, capacity left, cost; each edge stands beside its reverse."""

    to: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    out: list[list[int]] = field(default_factory=list)

    def node(self) -> int:
        """A new node."""
        self.out.append([])
        return len(self.out) - 1

    def edge(self, start: int, end: int, capacity: int, cost: int = 0) -> int:
        """A new edge."""
        for a, b, c, w in ((start, end, capacity, cost), (end, start, 0, -cost)):
            self.out[a].append(len(self.to))
            self.to.append(b)
            self.left.append(c)
            self.cost.append(w)
        return len(self.to) - 2


def assign(objects: Sequence[tuple[str, tuple[str, ...]]], staff: Sequence[Staff], team: Team, key: str) -> Assigned:
    """Teams for objects (code, recused codes, names or bodies). Raises GuihuaError DRAW-TEAM with the blocking set."""
    graph = _Graph()
    source, sink = graph.node(), graph.node()
    people = sorted(staff, key=lambda s: rank(key, s[0]))
    nodes = {s[0]: graph.node() for s in people}
    for s in people:
        for k in range(1, min(s[3], len(objects)) + 1):
            graph.edge(nodes[s[0]], sink, 1, k)
    pairs: dict[tuple[str, str], int] = {}
    starts: dict[str, int] = {}
    for code, recused in objects:
        start = starts[code] = graph.node()
        graph.edge(source, start, team.size)
        groups: dict[str, int] = {}
        for s in people:
            if {s[0], s[1], s[2]} & set(recused):
                continue
            group = s[2] if team.different else s[0]
            if group not in groups:
                groups[group] = graph.node()
                graph.edge(start, groups[group], 1)
            pairs[code, s[0]] = graph.edge(groups[group], nodes[s[0]], 1)
    flow, potential = _least_cost(graph, source, sink)
    if flow < team.size * len(objects):
        raise _blocked(graph, source, starts, nodes, objects, staff, team)
    teams = tuple(
        (code, tuple(sorted(s[0] for s in staff if (code, s[0]) in pairs and graph.left[pairs[code, s[0]]] == 0)))
        for code, _ in objects
    )
    counts: Mapping[str, int] = {s[0]: sum(s[0] in t for _, t in teams) for s in staff}
    loads = tuple((s[0], s[1], s[2], str(counts[s[0]]), str(s[3])) for s in staff)
    return Assigned(teams, loads, tuple((c, str(potential[n])) for c, n in sorted(nodes.items())))


def _least_cost(graph: _Graph, source: int, sink: int) -> tuple[int, list[int]]:
    """Successive shortest paths with potentials; costs are not negative."""
    count = len(graph.out)
    potential = [0] * count
    flow = 0
    while True:
        far = [-1] * count
        by = [-1] * count
        queue = [(0, source)]
        best = {source: 0}
        while queue:
            distance, node = heapq.heappop(queue)
            if far[node] >= 0:
                continue
            far[node] = distance
            for edge in graph.out[node]:
                to = graph.to[edge]
                if graph.left[edge] and far[to] < 0:
                    reach = distance + graph.cost[edge] + potential[node] - potential[to]
                    if reach < best.get(to, 1 << 60):
                        best[to] = reach
                        by[to] = edge
                        heapq.heappush(queue, (reach, to))
        if far[sink] < 0:
            return flow, potential
        for node in range(count):
            potential[node] += far[node] if 0 <= far[node] < far[sink] else far[sink]
        node = sink
        while node != source:
            edge = by[node]
            graph.left[edge] -= 1
            graph.left[edge ^ 1] += 1
            node = graph.to[edge ^ 1]
        flow += 1


def _blocked(
    graph: _Graph,
    source: int,
    starts: Mapping[str, int],
    nodes: Mapping[str, int],
    objects: Sequence[tuple[str, tuple[str, ...]]],
    staff: Sequence[Staff],
    team: Team,
) -> GuihuaError:
    """The error that names the set of objects which the staff open to them cannot carry (Hall's condition)."""
    seen, left = {source}, [source]
    while left:
        for edge in graph.out[left.pop()]:
            if graph.left[edge] and graph.to[edge] not in seen:
                seen.add(graph.to[edge])
                left.append(graph.to[edge])
    blocked = [code for code, _ in objects if starts[code] in seen]
    full = [s for s in staff if nodes[s[0]] in seen]
    carry = sum(s[3] for s in full)
    title = f"排不出检查组 no teams are possible: {len(blocked)} 个对象 objects {'、'.join(blocked[:8])}"
    other = "，须来自不同单位 of different bodies" if team.different else ""
    people = "、".join(f"{s[1]}（上限 {s[3]}）" for s in full[:8]) or "无 none"
    hint = f"需 {team.size * len(blocked)} 人次{other}；可派满的人员 people at their load: {people}，合计 {carry}"
    return GuihuaError("DRAW-TEAM", title, hint)
