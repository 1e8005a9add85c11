"""What every page stands in: the application, the request, forms, lists, menu, errors."""
