/**
 * What a member's past verdicts let the others expect of it: subjective logic (Jøsang 2016) in fixed point, so that every
 * endorser gets the same number. The product uses {@link org.fedfabric.protocol.reputation.Reputation};
 * {@link org.fedfabric.protocol.reputation.Opinion} is the same knowledge as belief, disbelief and uncertainty.
 */
package org.fedfabric.protocol.reputation;
