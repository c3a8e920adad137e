"""AdamW over fp32 weights. Source: Loshchilov and Hutter 2019 (decoupled weight decay)."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from .contract import OptimizerSpec


class Optimizer:
    """One fused AdamW whose learning rate is given step by step. Parameters are named, so that its state is too.

    The gradient norm of `word_embedding` is that of its rows' norms without those that are 0, so that rows nobody reads
    change no bit of it."""

    def __init__(
        self, parameters: Mapping[str, nn.Parameter], spec: OptimizerSpec, word_embedding: Tensor | None = None
    ) -> None:
        self._parameters = parameters
        self._word_embedding = word_embedding
        self._clip_norm = spec["clipNorm"]
        # Biases and norms are the vectors of a transformer; everything else is a matrix.
        matrices = [parameter for parameter in parameters.values() if parameter.dim() > 1]
        vectors = [parameter for parameter in parameters.values() if parameter.dim() <= 1]
        self._adamw = torch.optim.AdamW(
            [
                {"params": matrices, "weight_decay": spec["weightDecay"]},
                {"params": vectors, "weight_decay": 0.0},
            ],
            lr=0.0,
            betas=(spec["beta1"], spec["beta2"]),
            eps=spec["epsilon"],
            fused=True,
        )

    def step(self, learning_rate: float) -> bool:
        """Clips, updates, and forgets the gradients. False, and no update, when a gradient is not finite."""
        norm = nn.utils.get_total_norm(self._gradients())
        if not torch.isfinite(norm):
            return False
        if self._clip_norm > 0:
            nn.utils.clip_grads_with_norm_(self._parameters.values(), self._clip_norm, norm)
        for group in self._adamw.param_groups:
            group["lr"] = learning_rate
        self._adamw.step()
        self._adamw.zero_grad(set_to_none=True)
        return True

    def _gradients(self) -> list[Tensor]:
        """Of all parameters that have one; row norms in place of the word embedding's."""
        gradients: list[Tensor] = []
        for parameter in self._parameters.values():
            if parameter.grad is None:
                continue
            if parameter is self._word_embedding:
                norms = torch.linalg.vector_norm(parameter.grad, dim=1)
                gradients.append(norms[norms != 0])
            else:
                gradients.append(parameter.grad)
        return gradients

    def state(self) -> dict[str, Tensor]:
        """Moments and step counts, named `<field>/<parameter>`; nothing for parameters not yet trained."""
        return {
            f"{field}/{name}": value
            for name, parameter in self._parameters.items()
            for field, value in self._adamw.state[parameter].items()
        }

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        for name, parameter in self._parameters.items():
            if f"step/{name}" in state:
                self._adamw.state[parameter] = {
                    field: _copy(state[f"{field}/{name}"], parameter) for field in ("step", "exp_avg", "exp_avg_sq")
                }


def _copy(stored: Tensor, parameter: Tensor) -> Tensor:
    """An aligned copy on the parameter's device: unaligned memory may change the last bit of sums."""
    copy = torch.empty(stored.shape, dtype=stored.dtype, device=parameter.device)
    return copy.copy_(stored)
