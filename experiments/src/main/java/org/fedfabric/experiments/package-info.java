/**
 * Experiments as files: a scenario describes a grid of federations, each run is a federation of its own on an embedded
 * network in this process, and a report puts the results beside the published ones.
 */
package org.fedfabric.experiments;
