/**
 * From what training gave to what may leave the machine, one type per step, so that no step can be left out or done
 * twice: {@link org.fedfabric.trainer.privacy.ModelUpdate} (difference to the base) → {@link
 * org.fedfabric.trainer.privacy.ClippedUpdate} (norm bounded) → {@link org.fedfabric.trainer.privacy.QuantisedUpdate}
 * (integers) → {@link org.fedfabric.trainer.privacy.NoisedUpdate} (what the task's noise made of them). Only the last can
 * be encoded and sealed (architecture.md §5).
 *
 * <p>Noise is drawn exactly: discrete Gaussian and discrete Laplace by the algorithms of Canonne, Kamath and Steinke (2020),
 * decided in integers, from a keystream whose key the operating system gives. Floating-point noise would not do: the low
 * bits of its values tell what was added (Mironov 2012).
 */
package org.fedfabric.trainer.privacy;
