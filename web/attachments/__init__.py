"""Photographs and proofs on their way in and out."""
