/**
 * Participants that do not keep to the protocol, each as published, simulated so that defences can be compared. {@link
 * org.fedfabric.experiments.adversary.Adversaries} knows them by name; an {@link
 * org.fedfabric.experiments.adversary.Adversary} turns its own rows into poisoned ones, what it has learnt into what it
 * sends, and says with which identities and claims it takes part. All of them know the norm bound and read the honest
 * updates of their version before they send their own, which the ledger's commit before reveal denies real ones.
 */
package org.fedfabric.experiments.adversary;
