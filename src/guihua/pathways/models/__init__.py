"""Published planning models in their general form, on tables that a user supplies.

    leontief(coefficients, demand)                    input-output: the inverse and the outputs that a demand needs
    plan_economy(economy, years, goal)                dynamic input-output planning with stocks, building and labour (Williams)
    ship(supply, demand, cost)                        the transport problem, with shadow prices
    read_program(file)                                any linear program in MPS or LP format

All are linear programs with a certificate: `Proved` holds the point and the multipliers, and its bundle verifies offline.
"""

from guihua.pathways.models.economy import Economy, EconomyPlan, plan_economy, read_economy
from guihua.pathways.models.leontief import Leontief, leontief, read_coefficients
from guihua.pathways.models.proved import Proved, prove, proved_bytes, read_program, verify_program
from guihua.pathways.models.transport import Shipping, ship

__all__ = [
    "Economy",
    "EconomyPlan",
    "Leontief",
    "Proved",
    "Shipping",
    "leontief",
    "plan_economy",
    "prove",
    "proved_bytes",
    "read_coefficients",
    "read_economy",
    "read_program",
    "ship",
    "verify_program",
]
