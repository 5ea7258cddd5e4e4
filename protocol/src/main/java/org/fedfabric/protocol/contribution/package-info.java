/**
 * What each included update was worth to the version made of it, as a number that every endorser computes alike. Start with
 * {@link org.fedfabric.protocol.contribution.Contributions}.
 */
package org.fedfabric.protocol.contribution;
