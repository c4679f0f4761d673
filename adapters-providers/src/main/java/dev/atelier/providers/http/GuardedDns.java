package dev.atelier.providers.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Dns;

/** The second layer behind {@link GuardedSocketFactory}: one address that is not public refuses the whole name. */
final class GuardedDns implements Dns {
    private final NetworkPolicy policy;
    private final Dns names;

    GuardedDns(NetworkPolicy policy, Dns names) {
        this.policy = policy;
        this.names = names;
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        List<InetAddress> named = new ArrayList<>();
        for (InetAddress address : names.lookup(hostname)) {
            if (!policy.allowsOnSomePort(hostname) && !AddressPolicy.isPublic(address)) {
                throw new UnknownHostException("destination refused");
            }
            // The name stays with the address, for the socket to compare with the allow-list.
            named.add(InetAddress.getByAddress(hostname, address.getAddress()));
        }
        return named;
    }
}
