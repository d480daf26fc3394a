"""The builder's pages, under /build/: for those who may change apps."""
