"""Yardstick: seconds of one forward pass of DETR-ResNet-50 in eager PyTorch.

The input is one 3 x 800 x 1066 image with an empty padding mask; the weights are random (seeded),
float32, on the CPU. The network is written the way facebookresearch/detr runs it: frozen batch
normalisation as scale and bias computed at each call, sine positions from the mask,
nn.MultiheadAttention with positions added to queries and keys, normalisation after each residual
sum, and prediction heads on the output of all six decoder layers.
"""

import math
import time

import torch
from torch import nn
from torch.nn import functional as F

from timing import parse_arguments, report, set_threads, time_runs

WIDTH = 256
LAYERS = 6
HEADS = 8
FEED_FORWARD = 2048
QUERIES = 100
CLASSES = 91
DROPOUT = 0.1
IMAGE = (1, 3, 800, 1066)


class FrozenBatchNorm2d(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.register_buffer("weight", torch.ones(channels))
        self.register_buffer("bias", torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x):
        weight = self.weight.reshape(1, -1, 1, 1)
        bias = self.bias.reshape(1, -1, 1, 1)
        mean = self.running_mean.reshape(1, -1, 1, 1)
        variance = self.running_var.reshape(1, -1, 1, 1)
        scale = weight * (variance + 1e-5).rsqrt()
        return x * scale + (bias - mean * scale)


def convolution(inputs, outputs, size, stride=1):
    return nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)


class Bottleneck(nn.Module):
    def __init__(self, inputs, channels, stride):
        super().__init__()
        outputs = 4 * channels
        self.conv1 = convolution(inputs, channels, 1)
        self.bn1 = FrozenBatchNorm2d(channels)
        self.conv2 = convolution(channels, channels, 3, stride)
        self.bn2 = FrozenBatchNorm2d(channels)
        self.conv3 = convolution(channels, outputs, 1)
        self.bn3 = FrozenBatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                convolution(inputs, outputs, 1, stride), FrozenBatchNorm2d(outputs)
            )

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        out += identity
        return self.relu(out)


def resnet50():
    """ResNet-50 up to its last feature map (2048 channels, 1/32 of the size)."""
    modules = [
        convolution(3, 64, 7, 2),
        FrozenBatchNorm2d(64),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
    ]
    inputs = 64
    for blocks, channels, stride in [(3, 64, 1), (4, 128, 2), (6, 256, 2), (3, 512, 2)]:
        for block in range(blocks):
            modules.append(Bottleneck(inputs, channels, stride if block == 0 else 1))
            inputs = 4 * channels
    network = nn.Sequential(*modules)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
    return network


def sine_positions(mask):
    """Sine and cosine position features of a (batch, height, width) mask of padding."""
    features = WIDTH // 2
    inside = ~mask
    y = inside.cumsum(1, dtype=torch.float32)
    x = inside.cumsum(2, dtype=torch.float32)
    y = y / (y[:, -1:, :] + 1e-6) * 2 * math.pi
    x = x / (x[:, :, -1:] + 1e-6) * 2 * math.pi
    period = torch.arange(features, dtype=torch.float32, device=mask.device)
    period = 10000 ** (2 * torch.div(period, 2, rounding_mode="floor") / features)
    x = x[:, :, :, None] / period
    y = y[:, :, :, None] / period
    x = torch.stack((x[:, :, :, 0::2].sin(), x[:, :, :, 1::2].cos()), dim=4).flatten(3)
    y = torch.stack((y[:, :, :, 0::2].sin(), y[:, :, :, 1::2].cos()), dim=4).flatten(3)
    return torch.cat((y, x), dim=3).permute(0, 3, 1, 2)


class Layer(nn.Module):
    """What encoder and decoder layers share: self-attention and the feed-forward block."""

    def __init__(self):
        super().__init__()
        self.self_attention = nn.MultiheadAttention(WIDTH, HEADS, dropout=DROPOUT)
        self.linear1 = nn.Linear(WIDTH, FEED_FORWARD)
        self.linear2 = nn.Linear(FEED_FORWARD, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(DROPOUT)

    def attend_self(self, states, positions, padding=None):
        query = key = states + positions
        output = self.self_attention(query, key, value=states, key_padding_mask=padding)[0]
        return self.attention_norm(states + self.dropout(output))

    def feed_forward(self, states):
        output = self.linear2(self.dropout(F.relu(self.linear1(states))))
        return self.output_norm(states + self.dropout(output))


class EncoderLayer(Layer):
    def forward(self, states, positions, padding):
        return self.feed_forward(self.attend_self(states, positions, padding))


class DecoderLayer(Layer):
    def __init__(self):
        super().__init__()
        self.cross_attention = nn.MultiheadAttention(WIDTH, HEADS, dropout=DROPOUT)
        self.cross_norm = nn.LayerNorm(WIDTH)

    def forward(self, states, queries, memory, positions, padding):
        states = self.attend_self(states, queries)
        output = self.cross_attention(
            query=states + queries,
            key=memory + positions,
            value=memory,
            key_padding_mask=padding,
        )[0]
        return self.feed_forward(self.cross_norm(states + self.dropout(output)))


class Detr(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = resnet50()
        self.input_projection = nn.Conv2d(2048, WIDTH, kernel_size=1)
        self.encoder = nn.ModuleList(EncoderLayer() for _ in range(LAYERS))
        self.decoder = nn.ModuleList(DecoderLayer() for _ in range(LAYERS))
        self.decoder_norm = nn.LayerNorm(WIDTH)
        self.queries = nn.Embedding(QUERIES, WIDTH)
        self.class_head = nn.Linear(WIDTH, CLASSES + 1)
        self.box_head = nn.Sequential(
            nn.Linear(WIDTH, WIDTH), nn.ReLU(),
            nn.Linear(WIDTH, WIDTH), nn.ReLU(),
            nn.Linear(WIDTH, 4),
        )

    def extract(self, image, mask):
        """The backbone's features and the positions as sequences, and the padding."""
        features = self.backbone(image)
        mask = F.interpolate(mask[None].float(), size=features.shape[-2:]).to(torch.bool)[0]
        positions = sine_positions(mask)
        source = self.input_projection(features)
        return (
            source.flatten(2).permute(2, 0, 1),
            positions.flatten(2).permute(2, 0, 1),
            mask.flatten(1),
        )

    def encode(self, states, positions, padding):
        for layer in self.encoder:
            states = layer(states, positions, padding)
        return states

    def decode(self, memory, positions, padding):
        """Class logits and boxes for the queries."""
        queries = self.queries.weight.unsqueeze(1).repeat(1, memory.shape[1], 1)
        states = torch.zeros_like(queries)
        intermediate = []
        for layer in self.decoder:
            states = layer(states, queries, memory, positions, padding)
            intermediate.append(self.decoder_norm(states))
        outputs = torch.stack(intermediate).transpose(1, 2)
        return self.class_head(outputs)[-1], self.box_head(outputs).sigmoid()[-1]

    def forward(self, image, mask):
        source, positions, padding = self.extract(image, mask)
        memory = self.encode(source, positions, padding)
        return self.decode(memory, positions, padding)


def time_parts(model, image, mask):
    """Seconds of backbone, encoder and decoder (with heads) in one further forward pass."""
    times = [time.perf_counter()]
    source, positions, padding = model.extract(image, mask)
    times.append(time.perf_counter())
    memory = model.encode(source, positions, padding)
    times.append(time.perf_counter())
    model.decode(memory, positions, padding)
    times.append(time.perf_counter())
    parts = ("backbone", "encoder", "decoder")
    return {part: round(end - start, 4) for part, start, end in zip(parts, times, times[1:])}


def main():
    arguments = parse_arguments(__doc__.splitlines()[0])
    blas = set_threads(arguments.threads)
    torch.manual_seed(0)
    model = Detr().eval()
    image = torch.randn(IMAGE)
    mask = torch.zeros(IMAGE[0], *IMAGE[2:], dtype=torch.bool)
    with torch.no_grad():
        (logits, boxes), samples = time_runs(lambda: model(image, mask), arguments.runs)
        parts = time_parts(model, image, mask)
    report(
        "detr_forward", arguments, blas, samples,
        parts_s=parts,
        logits_mean=round(logits.mean().item(), 5),
        boxes_mean=round(boxes.mean().item(), 5),
    )


if __name__ == "__main__":
    main()
