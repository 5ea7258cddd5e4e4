package org.fedfabric.trainer.learning;

class JavaGemmTest extends GemmContract {
    @Override
    Gemm gemm() {
        return new JavaGemm();
    }
}
