/**
 * Fabric's Gateway service, one per enterprise: collects endorsements from as many enterprises as the policy asks for,
 * submits transactions, and tells what became of them.
 *
 * <p>It asks its own enterprise first. When endorsers disagree, the client is told which ones differ.
 */
package org.fedfabric.embedded.gateway;
