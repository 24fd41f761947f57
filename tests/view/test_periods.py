import pytest

from guihua.view.words import period


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020", "2020年"),
        ("2016-2020", "2016—2020年"),
        ("2020M01-M10", "2020年1—10月"),
        ("2020M10", "2020年10月"),
        ("2017H1", "2017年上半年"),
        ("2016Q4", "2016年四季度"),
        ("", ""),
        ("去年", "去年"),
    ],
)
def test_a_period_is_written_as_the_field_writes_it(text, words):
    assert period(text) == words


def test_in_english_a_period_stays_as_it_stands():
    assert period("2020M01-M10", "en") == "2020M01-M10"
