/**
 * What trainer and chaincode must agree on, byte for byte. Pure functions over immutable records: no input or output,
 * no clock, no randomness of its own, no floating point outside {@link java.lang.StrictMath}.
 */
package org.fedfabric.protocol;
