"""Codes: well-formed ones pass; one changed character of a credit code never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan import codes
from guihua.plan.codes import Fault, Kind

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def made_code(registrar: str, region: str, organisation: str) -> str:
    """A code of nobody: built from its parts with both check characters."""
    first = f"{registrar}1{region}{organisation}{codes.organisation_check(organisation)}"
    return first + codes.credit_check(first)


def test_the_example_of_the_standard_has_its_check_characters() -> None:
    # GB 11714 gives D2143569-X; two published codes
    assert codes.organisation_check("D2143569") == "X"
    assert codes.fault(Kind.CREDIT, "91350100M000100Y43") is None
    assert codes.fault(Kind.CREDIT, "91310115591693856A") is None


@given(
    st.sampled_from("159"),
    st.sampled_from(["150000", "150102", "110105"]),
    st.text(CHARACTERS, min_size=8, max_size=8),
    st.integers(0, 17),
    st.sampled_from(CHARACTERS),
)
def test_one_changed_character_is_always_noticed(r: str, region: str, org: str, place: int, other: str) -> None:
    code = made_code(r, region, org)
    assert codes.fault(Kind.CREDIT, code) is None
    changed = code[:place] + other + code[place + 1 :]
    if changed != code:
        assert codes.fault(Kind.CREDIT, changed) is not None


@pytest.mark.parametrize(
    ("kind", "code", "fault"),
    [
        (Kind.CREDIT, "91350100M000100Y4", Fault.LENGTH),
        (Kind.CREDIT, "91350100M000100Y4O", Fault.CHARACTERS),
        (Kind.CREDIT, "91350100M000100Y44", Fault.CHECK),
        (Kind.CREDIT, "B1350100M000100Y43", Fault.REGISTRAR),
        (Kind.CREDIT, "91350100M000100Z43", Fault.CHARACTERS),
        (Kind.CREDIT, "91350100M000101Y43", Fault.ORGANISATION),
        (Kind.REGION, "150122", None),
        (Kind.REGION, "150000", None),
        (Kind.REGION, "160000", Fault.PROVINCE),
        (Kind.REGION, "150001", Fault.STRUCTURE),
        (Kind.REGION, "15012", Fault.LENGTH),
        (Kind.REGION, "15012a", Fault.CHARACTERS),
        (Kind.INDUSTRY, "C", None),
        (Kind.INDUSTRY, "C26", None),
        (Kind.INDUSTRY, "2614", None),
        (Kind.INDUSTRY, "B0610", None),
        (Kind.INDUSTRY, "C46", Fault.SECTION),
        (Kind.INDUSTRY, "98", Fault.SECTION),
        (Kind.INDUSTRY, "U", Fault.SECTION),
        (Kind.INDUSTRY, "2", Fault.LENGTH),
        (Kind.INDUSTRY, "C26145", Fault.LENGTH),
        (Kind.INDUSTRY, "C2a", Fault.CHARACTERS),
        (Kind.PROJECT, "2017-150122-26-03-012345", None),
        (Kind.PROJECT, "2101-150000-04-01-123456", None),
        (Kind.PROJECT, "2012-150000-04-01-123456", None),  # December 2020
        (Kind.PROJECT, "2113-150000-04-01-123456", Fault.TIME),
        (Kind.PROJECT, "2017-160122-26-03-012345", Fault.PROVINCE),
        (Kind.PROJECT, "20171-50122-26-03-012345", Fault.STRUCTURE),
        (Kind.PROJECT, "2017-150122-26-0X-012345", Fault.CHARACTERS),
        (Kind.PROJECT, "201715012226030123", Fault.LENGTH),
    ],
)
def test_a_code_is_checked_part_by_part(kind: Kind, code: str, fault: Fault | None) -> None:
    assert codes.fault(kind, code) is fault


def test_an_industrial_division_has_its_name() -> None:
    assert codes.division_name("B06") == "煤炭开采和洗选业"
    assert codes.division_name("4411") == "电力、热力生产和供应业"
    assert codes.division_name("A01") is None
    assert len({codes.division_name(f"{n:02}") for n in range(6, 47)}) == 41


def test_check_raises_with_the_code_in_its_place() -> None:
    with pytest.raises(GuihuaError, match="credit code"):
        codes.check(Kind.CREDIT, "91350100M000100Y44")
    assert codes.check(Kind.REGION, "150100") == "150100"
