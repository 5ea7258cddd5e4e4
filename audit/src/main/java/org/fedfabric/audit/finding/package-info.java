/** What an audit finds: each divergence by its stable name, the place where it lies and a sentence for people. */
package org.fedfabric.audit.finding;
