package org.fedfabric.trainer.learning;

class OpenBlasNetworkTest extends NetworkContract {
    @Override
    Gemm gemm() {
        return new OpenBlasGemm();
    }
}
