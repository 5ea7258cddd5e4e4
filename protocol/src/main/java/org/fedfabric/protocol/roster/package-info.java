/**
 * What Start and Advance write of a task's members: who they are, what their verdicts say of them, how often they failed
 * to turn up. Pure functions from pages to pages.
 */
package org.fedfabric.protocol.roster;
