"""What well-known accelerators can do at most, as a hint for the form: a lab may always give a figure of its own."""

from dataclasses import dataclass

TERA = 10**12


@dataclass(frozen=True, slots=True)
class Peak:
    """The most that one accelerator does in a second, dense, in bfloat16, in FLOP/s; and who says so."""

    flops: int
    source: str


PEAKS = {
    "NVIDIA A100": Peak(312 * TERA, "NVIDIA A100 Tensor Core GPU data sheet"),
    "NVIDIA H100 SXM": Peak(989 * TERA, "NVIDIA H100 Tensor Core GPU data sheet, without sparsity"),
    "AMD Instinct MI300X": Peak(1307 * TERA, "AMD Instinct MI300X data sheet, without sparsity"),
    "Google TPU v4": Peak(275 * TERA, "Google Cloud documentation, TPU v4, System architecture"),
    "Google TPU v5e": Peak(197 * TERA, "Google Cloud documentation, TPU v5e, System architecture"),
    "Google TPU v5p": Peak(459 * TERA, "Google Cloud documentation, TPU v5p, System architecture"),
    "Google TPU v6e": Peak(918 * TERA, "Google Cloud documentation, TPU v6e, System architecture"),
    "Google TPU7x": Peak(2307 * TERA, "Google Cloud documentation, TPU7x (Ironwood), System architecture"),
}
_BY_NAME = {name.casefold(): peak for name, peak in PEAKS.items()}


def peak_of(type_name: str) -> Peak | None:
    """What is published of a type, by its name in any case; None where nothing is known here."""
    return _BY_NAME.get(" ".join(type_name.split()).casefold())
