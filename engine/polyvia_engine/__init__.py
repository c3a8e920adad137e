"""The PyTorch worker of Polyvia: TypeScript decides, this package executes.

`src/engine/contract.ts` is the truth about every request, event and file; nothing here holds policy.
"""

PROTOCOL = 6
"""Raised with every change of a request, an event or a file layout (contract.ts)."""

NUMERICS = 1
"""Raised whenever the arithmetic changes (contract.ts)."""
