/**
 * A channel's configuration in force: who its members are, how they are recognised, which signatures its policies ask for.
 *
 * <p>{@link org.fedfabric.audit.channel.ChannelConfig} is read from a configuration block and answers by
 * {@link org.fedfabric.audit.channel.Member members} and {@link org.fedfabric.audit.channel.Policy policies}. Fabric's own
 * rules are followed: certificates are judged as of their first second, since a committed transaction must be judged alike
 * for ever; that one had run out is said apart.
 */
package org.fedfabric.audit.channel;
