"""From Django's forms to GOV.UK components."""

from datetime import date

import pytest
from django import forms
from django.template.loader import get_template

from assay.service.project.components import error_list, field_parameters
from assay.service.project.fields import GovDateField


class EveryKind(forms.Form):
    """One field of each kind."""

    text = forms.CharField(label="Text", max_length=5, help_text="A hint")
    email = forms.EmailField(label="Email")
    number = forms.IntegerField(label="Number")
    long = forms.CharField(label="Long", widget=forms.Textarea(attrs={"rows": 3}))
    one = forms.ChoiceField(label="One", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(
        label="Some", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    pick = forms.ChoiceField(label="Pick", choices=[("", "None"), ("a", "A")])
    agree = forms.BooleanField(label="Agree")
    when = GovDateField(label="When")
    file = forms.FileField(label="File")
    word = forms.CharField(label="Word", widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)


def drawn(form: forms.Form) -> str:
    source = "{% from 'forms.html' import field, error_summary %}{{ error_summary(form) }}"
    source += "{% for bound in form %}{{ field(bound, small=true, inline=true) }}{% endfor %}"
    environment = get_template("base.html").template.environment
    return environment.from_string(source).render(form=form)


def test_every_kind_of_field_is_drawn_with_its_component() -> None:
    page = drawn(EveryKind())
    for name in (
        "input",
        "textarea",
        "radios",
        "checkboxes",
        "select",
        "date-input",
        "file-upload",
    ):
        assert f"govuk-{name}" in page
    assert "govuk-error" not in page
    assert 'rows="3"' in page


def test_each_entry_of_the_error_summary_leads_to_an_element_of_the_page() -> None:
    form = EveryKind({})
    page, entries = drawn(form), error_list(form)
    assert len(entries) == len(form.fields)
    for entry in entries:
        if entry["href"] != "#id_hidden":
            assert f'id="{entry["href"][1:]}"' in page


def test_where_several_may_be_chosen_there_are_checkboxes_to_tick_several() -> None:
    assert field_parameters(EveryKind()["some"])["kind"] == "checkboxes"
    assert field_parameters(EveryKind()["one"])["kind"] == "radios"


def test_what_was_typed_comes_back_except_a_password() -> None:
    data = {
        "text": "typed",
        "one": "b",
        "some": ["a"],
        "pick": "a",
        "word": "not this",
        "agree": "on",
    }
    form = EveryKind(data)
    assert field_parameters(form["text"])["params"]["value"] == "typed"
    assert [i["checked"] for i in field_parameters(form["one"])["params"]["items"]] == [False, True]
    assert [i["checked"] for i in field_parameters(form["some"])["params"]["items"]] == [
        True,
        False,
    ]
    assert field_parameters(form["agree"])["params"]["items"][0]["checked"]
    assert "not this" not in drawn(form)


def test_a_date_is_shown_in_its_boxes_whatever_it_came_as() -> None:
    for given in (date(2027, 3, 5), "2027-03-05"):
        items = field_parameters(EveryKind(initial={"when": given})["when"])["params"]["items"]
        assert [int(item["value"]) for item in items] == [5, 3, 2027]


@pytest.mark.parametrize(("parts", "words"), [
    (("31", "2", "2027"), "real date"),
    (("5", "", "2027"), "must include a month"),
    (("5", "3", "27"), "4 digits"),
    (("x", "3", "2027"), "real date"),
    (("9" * 20, "3", "2027"), "real date"),
    (("5", "9" * 20, "2027"), "real date"),
    (("31", "12", "9999"), "between 1900 and 2199"),
    (("1", "1", "1000"), "between 1900 and 2199"),
    ("\x00", "real date"),
    ("2027-03", "real date"),
])  # fmt: skip
def test_a_date_that_is_none_says_what_is_wrong(parts: tuple[str, ...], words: str) -> None:
    with pytest.raises(forms.ValidationError, match=words):
        GovDateField(label="When").clean(parts)


@pytest.mark.parametrize("junk", ["\x00", "2027", "1-2-3-4", "9999-12-31", "--", ""])
def test_a_date_that_is_junk_is_drawn_again_as_it_came(junk: str) -> None:
    form = EveryKind({"when": junk})
    items = field_parameters(form["when"])["params"]["items"]
    assert len(items) == 3
    assert form.errors["when"]


def test_a_date_knows_whether_it_changed() -> None:
    field = GovDateField(label="When", required=False)
    assert not field.has_changed(date(2027, 3, 5), ("5", "3", "2027"))
    assert field.has_changed(date(2027, 3, 5), ("6", "3", "2027"))
    assert field.has_changed(None, ("31", "2", "2027"))
    assert field.clean(("", "", "")) is None
