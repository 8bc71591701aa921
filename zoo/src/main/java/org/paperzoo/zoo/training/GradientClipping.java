package org.paperzoo.zoo.training;

import ai.djl.pytorch.jni.IValue;

/** Shortens all gradients together to a largest Euclidean norm, as {@code torch.nn.utils.clip_grad_norm_} does. */
final class GradientClipping implements AutoCloseable {

    private final TensorScript script = new TensorScript("(gradients: List[Tensor], most: float) -> Tensor", """
                    norms = torch._foreach_norm(gradients, 2)
                    norm = torch.linalg_vector_norm(torch.stack(norms), 2)
                    factor = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 9.9999999999999995e-07)), most), None, 1)
                    torch._foreach_mul_(gradients, factor)
                    return norm
                    """);

    /** Shortens the gradients in place. */
    void apply(IValue gradients, double norm) {
        try (IValue most = IValue.from(norm)) {
            script.run(gradients, most);
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
