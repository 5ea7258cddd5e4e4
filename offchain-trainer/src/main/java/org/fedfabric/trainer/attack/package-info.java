/**
 * Simulations of a malicious trainer, for demos and tests of what the consortium does about one: {@link
 * org.fedfabric.trainer.attack.Attack} turns a clipped update into a {@link org.fedfabric.trainer.attack.TamperedUpdate},
 * which joins the honest pipeline again at its integers.
 */
package org.fedfabric.trainer.attack;
