"""Yardstick: seconds of beam-search generation with a BART-base sized model in eager PyTorch.

One run encodes a batch of 1 x 256 tokens and generates exactly 64 tokens with 4 beams (the end
token is suppressed). The weights are random (seeded), float32, on the CPU. The network and the
search are written the way HuggingFace transformers 4.45 runs them with "eager" attention: the
encoder output is repeated for each beam, the self-attention cache is concatenated and reordered
with index_select at each step, the cross-attention keys and values are computed at the first
step and kept.
"""

import torch
from torch import nn
from torch.nn import functional as F

from timing import parse_arguments, report, set_threads, time_runs

VOCABULARY = 50265
WIDTH = 768
LAYERS = 6
HEADS = 12
FEED_FORWARD = 3072
POSITIONS = 1024
POSITION_OFFSET = 2
DROPOUT = 0.1
BOS, EOS = 0, 2

SOURCE_TOKENS = 256
NEW_TOKENS = 64
BEAMS = 4


class LearnedPositions(nn.Embedding):
    def __init__(self):
        super().__init__(POSITIONS + POSITION_OFFSET, WIDTH)

    def forward(self, tokens, past=0):
        batch, length = tokens.shape
        positions = torch.arange(past, past + length, device=tokens.device).expand(batch, -1)
        return super().forward(positions + POSITION_OFFSET)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.head_width = WIDTH // HEADS
        self.scaling = self.head_width ** -0.5
        self.q_proj = nn.Linear(WIDTH, WIDTH)
        self.k_proj = nn.Linear(WIDTH, WIDTH)
        self.v_proj = nn.Linear(WIDTH, WIDTH)
        self.out_proj = nn.Linear(WIDTH, WIDTH)

    def split_heads(self, states):
        batch, length, _ = states.shape
        return states.view(batch, length, HEADS, self.head_width).transpose(1, 2).contiguous()

    def project(self, states):
        return self.split_heads(self.k_proj(states)), self.split_heads(self.v_proj(states))

    def forward(self, states, key, value, mask):
        batch, length, _ = states.shape
        flat = (batch * HEADS, -1, self.head_width)
        query = self.split_heads(self.q_proj(states) * self.scaling).view(*flat)
        scores = torch.bmm(query, key.view(*flat).transpose(1, 2))
        scores = scores.view(batch, HEADS, length, -1) + mask
        weights = F.softmax(scores.view(batch * HEADS, length, -1), dim=-1)
        weights = F.dropout(weights, p=DROPOUT, training=self.training)
        output = torch.bmm(weights, value.view(*flat))
        output = output.view(batch, HEADS, length, self.head_width).transpose(1, 2)
        return self.out_proj(output.reshape(batch, length, WIDTH))


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(WIDTH, FEED_FORWARD)
        self.fc2 = nn.Linear(FEED_FORWARD, WIDTH)

    def forward(self, states):
        return self.fc2(F.gelu(self.fc1(states)))


class Sublayer(nn.Module):
    """A residual connection around a block, normalised after the sum."""

    def __init__(self, block):
        super().__init__()
        self.block = block
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, states, *inputs):
        output = F.dropout(self.block(states, *inputs), p=DROPOUT, training=self.training)
        return self.norm(states + output)


class EncoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attention = Sublayer(Attention())
        self.feed_forward = Sublayer(FeedForward())

    def forward(self, states, mask):
        key, value = self.self_attention.block.project(states)
        return self.feed_forward(self.self_attention(states, key, value, mask))


class DecoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attention = Sublayer(Attention())
        self.cross_attention = Sublayer(Attention())
        self.feed_forward = Sublayer(FeedForward())

    def forward(self, states, mask, memory, memory_mask, cache):
        """The cache is (self keys, self values, cross keys, cross values), or None at first."""
        key, value = self.self_attention.block.project(states)
        if cache is None:
            cross_key, cross_value = self.cross_attention.block.project(memory)
        else:
            past_key, past_value, cross_key, cross_value = cache
            key = torch.cat([past_key, key], dim=2)
            value = torch.cat([past_value, value], dim=2)
        states = self.self_attention(states, key, value, mask)
        states = self.cross_attention(states, cross_key, cross_value, memory_mask)
        return self.feed_forward(states), (key, value, cross_key, cross_value)


class Stack(nn.Module):
    """Embeddings and layers of the encoder or of the decoder; the token table is shared."""

    def __init__(self, tokens, layer):
        super().__init__()
        self.tokens = tokens
        self.positions = LearnedPositions()
        self.embedding_norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(layer() for _ in range(LAYERS))

    def embed(self, tokens, past=0):
        states = self.embedding_norm(self.tokens(tokens) + self.positions(tokens, past))
        return F.dropout(states, p=DROPOUT, training=self.training)


def additive_mask(attended, length):
    """Turn a (batch, source) mask of ones into a (batch, 1, length, source) term to add."""
    inverted = 1.0 - attended[:, None, None, :].expand(-1, 1, length, -1).float()
    return inverted.masked_fill(inverted.bool(), torch.finfo(torch.float32).min)


class Bart(nn.Module):
    def __init__(self):
        super().__init__()
        shared = nn.Embedding(VOCABULARY, WIDTH)
        self.encoder = Stack(shared, EncoderLayer)
        self.decoder = Stack(shared, DecoderLayer)
        self.lm_head = nn.Linear(WIDTH, VOCABULARY, bias=False)
        self.register_buffer("final_logits_bias", torch.zeros(1, VOCABULARY))
        self.apply(self.initialise)
        self.lm_head.weight = shared.weight

    @staticmethod
    def initialise(module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, std=0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)

    def encode(self, tokens, attended):
        states = self.encoder.embed(tokens)
        mask = additive_mask(attended, tokens.shape[1])
        for layer in self.encoder.layers:
            states = layer(states, mask)
        return states

    def decode(self, token, memory, attended, caches):
        """Logits after one more token for each beam, and the caches grown by that token."""
        past = 0 if caches is None else caches[0][0].shape[2]
        states = self.decoder.embed(token, past)
        mask = additive_mask(torch.ones(token.shape[0], past + 1), 1)
        memory_mask = additive_mask(attended, 1)
        grown = []
        for index, layer in enumerate(self.decoder.layers):
            cache = None if caches is None else caches[index]
            states, cache = layer(states, mask, memory, memory_mask, cache)
            grown.append(cache)
        return self.lm_head(states) + self.final_logits_bias, grown


def reorder(caches, beams):
    """Follow the surviving beams; the cross-attention part is the same for all beams."""
    return [
        tuple(past.index_select(0, beams) for past in cache[:2]) + cache[2:]
        for cache in caches
    ]


def select_beams(scores, tokens, origins):
    """The best beams that do not end, out of 2 * BEAMS sorted candidates for one sentence."""
    kept = []
    for score, token, origin in zip(scores[0], tokens[0], origins[0]):
        if token.item() != EOS:
            kept.append((score, token, origin))
        if len(kept) == BEAMS:
            break
    return [torch.stack(column) for column in zip(*kept)]


def generate(model, source):
    """Beam search for one sentence; the best sequence and its score."""
    attended = torch.ones_like(source)
    memory = model.encode(source, attended).repeat_interleave(BEAMS, dim=0)
    attended = attended.repeat_interleave(BEAMS, dim=0)
    sequences = torch.full((BEAMS, 1), EOS)
    beam_scores = torch.tensor([0.0] + [-1e9] * (BEAMS - 1))
    caches = None
    for _ in range(NEW_TOKENS):
        logits, caches = model.decode(sequences[:, -1:], memory, attended, caches)
        scores = F.log_softmax(logits[:, -1, :].clone().float(), dim=-1)
        scores[:, EOS] = -float("inf")
        scores = (scores + beam_scores[:, None]).view(1, BEAMS * VOCABULARY)
        scores, indices = torch.topk(scores, 2 * BEAMS, dim=1, largest=True, sorted=True)
        origins = torch.div(indices, VOCABULARY, rounding_mode="floor")
        beam_scores, tokens, beams = select_beams(scores, indices % VOCABULARY, origins)
        sequences = torch.cat([sequences[beams, :], tokens.unsqueeze(-1)], dim=-1)
        caches = reorder(caches, beams)
    return sequences[0], beam_scores[0].item() / NEW_TOKENS


def main():
    arguments = parse_arguments(__doc__.splitlines()[0])
    blas = set_threads(arguments.threads)
    torch.manual_seed(0)
    model = Bart().eval()
    source = torch.randint(4, VOCABULARY, (1, SOURCE_TOKENS))
    source[0, 0], source[0, -1] = BOS, EOS
    with torch.no_grad():
        (sequence, score), samples = time_runs(
            lambda: generate(model, source), arguments.runs
        )
    report(
        "bart_generate", arguments, blas, samples,
        new_tokens=len(sequence) - 1,
        score=round(score, 5),
        token_sum=sequence.sum().item(),
    )


if __name__ == "__main__":
    main()
