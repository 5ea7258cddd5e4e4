/**
 * Who may speak: certificate authorities, MSP folders and the checking of identities.
 *
 * <p>Each enterprise has an enrolment authority (its members) and a TLS authority (its endpoints), laid out on disk as
 * Fabric's own tools lay out an MSP, so that the {@code peer} command and every gateway client can use the folders as
 * they are. {@link org.fedfabric.embedded.identity.OrganizationCrypto} writes the folders,
 * {@link org.fedfabric.embedded.identity.MembershipRegistry} decides whether bytes name a member.
 *
 * <p>Elliptic-curve work goes through BouncyCastle's lightweight classes: no security provider is registered or even
 * loaded, and on JDK 17 they are five to ten times faster than the JDK's own P-256.
 */
package org.fedfabric.embedded.identity;
