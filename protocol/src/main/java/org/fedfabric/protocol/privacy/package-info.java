/**
 * What noise on integer updates protects and what it costs, the same for trainer and chaincode: how far two updates can
 * lie apart ({@link org.fedfabric.protocol.privacy.Sensitivity}), how wide the noise is, what a submission is charged
 * ({@link org.fedfabric.protocol.privacy.PrivacyLoss}), what a total means as (ε, δ), and what a noised update may look
 * like ({@link org.fedfabric.protocol.privacy.NoiseBounds}). Nothing here draws noise: that is the trainer's, from a
 * secure source. protocol.md §3 and §5; proofs and sources in docs/privacy.md.
 */
package org.fedfabric.protocol.privacy;
