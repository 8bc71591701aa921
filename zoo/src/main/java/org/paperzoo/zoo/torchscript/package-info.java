/**
 * TorchScript archives written and run from Java: a module's weights and the text of its methods become a file that
 * PyTorch's {@code torch.jit.load} reads, and such a module runs in the PyTorch engine with few native calls. What the
 * methods compute is the caller's; nothing here knows of networks.
 */
package org.paperzoo.zoo.torchscript;
