"""How every form of the site looks."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` by our own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
