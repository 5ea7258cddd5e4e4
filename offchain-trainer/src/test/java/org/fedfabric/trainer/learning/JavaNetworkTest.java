package org.fedfabric.trainer.learning;

class JavaNetworkTest extends NetworkContract {
    @Override
    Gemm gemm() {
        return new JavaGemm();
    }
}
