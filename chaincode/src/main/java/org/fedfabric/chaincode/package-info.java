/** The Fabric edge: function name, parse, rule of the protocol, state, event. Fabric's types stop here. */
package org.fedfabric.chaincode;
