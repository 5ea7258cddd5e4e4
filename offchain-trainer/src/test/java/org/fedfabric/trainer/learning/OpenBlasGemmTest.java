package org.fedfabric.trainer.learning;

class OpenBlasGemmTest extends GemmContract {
    @Override
    Gemm gemm() {
        return new OpenBlasGemm();
    }
}
