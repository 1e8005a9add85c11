"""The register: streets, grids, areas, buildings, households, shops, units; one stream a place."""
