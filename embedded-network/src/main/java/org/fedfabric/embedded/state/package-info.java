/**
 * The world state and what transactions do to it.
 *
 * <p>A {@link org.fedfabric.embedded.state.WorldState} is immutable: a contract runs against the one that was current
 * when it began ({@link org.fedfabric.embedded.state.Simulation}), commits make a new one, and neither waits for the
 * other. {@link org.fedfabric.embedded.state.ConflictCheck} then decides, in block order, whether what a contract saw
 * is still true.
 */
package org.fedfabric.embedded.state;
