/**
 * How included updates become the next model: exact sums of integers, weights that keep every enterprise to its quota,
 * and one division and one rounding at the end, so that every endorser gets the same bytes.
 */
package org.fedfabric.protocol.aggregation;
