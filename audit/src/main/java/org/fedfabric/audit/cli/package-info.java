/**
 * The {@code fedfabric audit} commands. {@link org.fedfabric.audit.cli.AuditMain} is their main class, so that no other
 * command has the audit's jars on its class path.
 */
package org.fedfabric.audit.cli;
