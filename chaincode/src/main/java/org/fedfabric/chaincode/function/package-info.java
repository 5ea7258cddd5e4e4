/**
 * The table of functions: name, parameters, what it does, and who carries it out. A call is looked up here, its arguments
 * are parsed to records and identifiers, and only then does a contract see it.
 */
package org.fedfabric.chaincode.function;
