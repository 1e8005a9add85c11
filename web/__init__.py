"""Everything a person or a program touches: pages, forms, imports, exports."""
