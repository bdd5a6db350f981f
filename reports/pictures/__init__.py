"""Pictures from outside, drawn anew so that nothing but the picture is left."""
