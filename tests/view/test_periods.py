import pytest

from guihua.view.phrases import period


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020", "2020"),
        ("2016-2020", "2016–2020"),
        ("2020M01-M10", "January–October 2020"),
        ("2020M10", "October 2020"),
        ("2017H1", "first half of 2017"),
        ("2016Q4", "fourth quarter of 2016"),
        ("去年", "去年"),
    ],
)
def test_in_english_a_period_is_written_in_words(text, words):
    assert period(text, "en") == words
