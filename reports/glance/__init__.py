"""At a glance: the first page of each role. What it says of programmes is one thing for the staff (of what is stored now) and for readers
(of what an edition keeps): `works`. `live` reads what is stored, `pages` are the views."""
