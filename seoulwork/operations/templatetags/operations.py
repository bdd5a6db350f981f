"""What pages say of the request that they answer."""

from django import template

from seoulwork.operations import numbering

register = template.Library()
register.simple_tag(numbering.current, name="request_number")
