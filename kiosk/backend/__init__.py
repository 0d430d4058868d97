"""Client of the tax authority's collection service."""
