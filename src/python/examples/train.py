#!/usr/bin/env python3
"""Trains a small language model on a session, reports losses by bin, and resumes exactly from checkpoints.

    python3 examples/train.py http://127.0.0.1:5080 easy-first --checkpoint run.pt
"""

import argparse
import os

import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader

from fluxentropy import FluxDataset


class Gpt(nn.Module):
    """A decoder-only transformer with learned positions. [rows, time] -> [rows, time, vocabulary]"""

    def __init__(self, vocabulary: int, time: int, width: int = 128, layers: int = 4, heads: int = 4) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.zeros(time, width))
        block = nn.TransformerEncoderLayer(
            width, heads, 4 * width, dropout=0, activation="gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        time = ids.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(time, device=ids.device)
        hidden = self.blocks(self.tokens(ids) + self.positions[:time], mask=mask)
        return self.head(self.norm(hidden))


def save(path: str, model: nn.Module, optimizer: torch.optim.Optimizer, dataset: FluxDataset) -> None:
    """Writes a checkpoint beside the last one, then replaces it."""
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "data": dataset.state_dict()}
    torch.save(state, f"{path}.partial")
    os.replace(f"{path}.partial", path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("session")
    parser.add_argument("--checkpoint", default="run.pt", help="file that the run is saved to and resumed from")
    parser.add_argument("--every", type=int, default=100, help="steps between checkpoints")
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--vocabulary", type=int, default=50304, help="above every token id")
    options = parser.parse_args()

    dataset = FluxDataset(options.url, options.session)
    model = optimizer = None
    saved = torch.load(options.checkpoint) if os.path.exists(options.checkpoint) else None
    if saved:
        dataset.load_state_dict(saved["data"])
    for batch in DataLoader(dataset, batch_size=None):
        if model is None:
            model = Gpt(options.vocabulary, batch["input_ids"].shape[1])
            optimizer = torch.optim.AdamW(model.parameters(), lr=options.learning_rate)
            if saved:
                model.load_state_dict(saved["model"])
                optimizer.load_state_dict(saved["optimizer"])
        logits = model(batch["input_ids"])
        losses = functional.cross_entropy(logits.transpose(1, 2), batch["labels"], reduction="none")
        loss = losses.mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        dataset.report(batch["step"], loss, losses, batch["bins"])
        if (batch["step"] + 1) % options.every == 0:
            print(f"step {batch['step'] + 1}: loss {loss.item():.4f}, curriculum version {batch['curriculum_version']}", flush=True)
            save(options.checkpoint, model, optimizer, dataset)
    dataset.close()  # every loss is in the log
    if model is not None:
        save(options.checkpoint, model, optimizer, dataset)


if __name__ == "__main__":
    main()
