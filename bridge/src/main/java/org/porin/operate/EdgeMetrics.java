package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.porin.component.LinkStatus;
import org.porin.component.LinkTraffic;
import org.porin.resolve.ResolverCounts;
import org.porin.simple.NetworkStatus;

/** What the edges and the resolver count, as metrics. */
public final class EdgeMetrics {
  private EdgeMetrics() {}

  /** The links to the XMPP server. */
  public static List<MetricSnapshot> ofLinks(List<LinkStatus> links) {
    Series up = Series.of("porin_link_up", "Whether the link of a domain to XMPP is open.");
    Series since = Series.of("porin_link_since_seconds", "When it came so, in Unix time.");
    Series events =
        Series.of("porin_link_events", "What a link met that was neither delivered nor answered.");
    Series stanzas =
        Series.of("porin_link_stanzas", "Stanzas that crossed a link, pings included.");
    Series octets = Series.of("porin_link_octets", "Octets of XML that crossed a link.");
    Series queued = Series.of("porin_link_queued_octets", "Octets that wait to be written.");
    Series unconfirmed =
        Series.of("porin_link_unconfirmed", "Messages that the XMPP server has not confirmed yet.");
    Series connections =
        Series.of("porin_link_connections", "Handshakes that the XMPP server accepted.");
    Series ends = Series.of("porin_link_ends", "Connections, or tries, that ended, by cause.");
    for (LinkStatus link : links) {
      LinkTraffic traffic = link.traffic();
      stanzas.with(traffic.stanzasIn(), "domain", link.domain(), "direction", "in");
      stanzas.with(traffic.stanzasOut(), "domain", link.domain(), "direction", "out");
      octets.with(traffic.octetsIn(), "domain", link.domain(), "direction", "in");
      octets.with(traffic.octetsOut(), "domain", link.domain(), "direction", "out");
      queued.with(traffic.queuedOctets(), "domain", link.domain());
      unconfirmed.with(traffic.unconfirmed(), "domain", link.domain());
      connections.with(traffic.connections(), "domain", link.domain());
      link.ends()
          .forEach(
              (cause, count) ->
                  ends.with(count, "domain", link.domain(), "cause", Words.of(cause)));
      up.with(link.state() == LinkStatus.State.OPEN ? 1 : 0, "domain", link.domain());
      since.with(link.since().getEpochSecond(), "domain", link.domain());
      link.counts()
          .forEach(
              (event, count) ->
                  events.with(count, "domain", link.domain(), "event", Words.of(event)));
    }
    return List.of(
        up.gauge(),
        since.gauge(),
        events.counter(),
        stanzas.counter(),
        octets.counter(),
        queued.gauge(),
        unconfirmed.gauge(),
        connections.counter(),
        ends.counter());
  }

  /** The sockets of the SIP side. */
  public static List<MetricSnapshot> of(NetworkStatus sip) {
    Series messages = Series.of("porin_sip_messages", "SIP messages that crossed a socket.");
    Series octets = Series.of("porin_sip_octets", "Octets of SIP that crossed, without TLS.");
    sip.volumes()
        .forEach(
            (transport, volume) -> {
              String by = transport.token();
              messages.with(volume.messagesIn(), "transport", by, "direction", "in");
              messages.with(volume.messagesOut(), "transport", by, "direction", "out");
              octets.with(volume.octetsIn(), "transport", by, "direction", "in");
              octets.with(volume.octetsOut(), "transport", by, "direction", "out");
            });
    Series open = Series.of("porin_sip_connections", "SIP connections that are open.");
    Series ever = Series.of("porin_sip_connections_opened", "SIP connections since the start.");
    sip.connections()
        .forEach(
            (transport, each) -> {
              String by = transport.token();
              open.with(each.accepted(), "transport", by, "made_by", "peer");
              open.with(each.made(), "transport", by, "made_by", "porin");
              ever.with(each.acceptedEver(), "transport", by, "made_by", "peer");
              ever.with(each.madeEver(), "transport", by, "made_by", "porin");
            });
    Series ends = Series.of("porin_sip_connections_ended", "SIP connections that ended, by cause.");
    sip.ends().forEach((cause, count) -> ends.with(count, "cause", Words.of(cause)));
    Series malformed =
        Series.of("porin_sip_malformed", "Input that was no SIP message, by answer.");
    sip.malformed().forEach((kind, count) -> malformed.with(count, "answer", Words.of(kind)));
    Series dropped = Series.of("porin_sip_dropped", "What could not be sent, by kind.");
    sip.dropped().forEach((what, count) -> dropped.with(count, "what", Words.of(what)));
    Series presence =
        Series.of("porin_sip_presence_requests", "SUBSCRIBE and NOTIFY, by how they ended.");
    sip.presence()
        .forEach(
            (kind, ended) -> {
              String request = Words.of(kind);
              presence.with(ended.taken(), "request", request, "end", "taken");
              presence.with(ended.refused(), "request", request, "end", "refused");
              presence.with(ended.unanswered(), "request", request, "end", "unanswered");
            });
    Series unproven =
        Series.of("porin_sip_unproven", "Requests whose connection does not prove their domain.")
            .with(sip.unproven());
    Series restrained =
        Series.of("porin_sip_restrained", "Signed requests that were refused unseen.")
            .with(sip.restrained());
    Series transactions = Series.of("porin_sip_transactions", "Transactions not yet forgotten.");
    transactions.with(sip.clientTransactions(), "role", "client");
    transactions.with(sip.serverTransactions(), "role", "server");
    return List.of(
        messages.counter(),
        octets.counter(),
        open.gauge(),
        ever.counter(),
        ends.counter(),
        malformed.counter(),
        dropped.counter(),
        presence.counter(),
        unproven.counter(),
        restrained.counter(),
        transactions.gauge());
  }

  /** The resolver. */
  public static List<MetricSnapshot> of(ResolverCounts counts) {
    return List.of(
        Series.of("porin_dns_resolutions", "Domains that were resolved, by what answered.")
            .with(counts.answeredFromMemory(), "by", "memory")
            .with(counts.asked() - counts.answeredFromMemory(), "by", "lookup")
            .counter(),
        Series.of("porin_dns_kept", "Domains of which a result is kept.")
            .with(counts.kept())
            .gauge(),
        Series.of("porin_dns_lookups", "Domains that are looked up now.")
            .with(counts.lookups())
            .gauge());
  }
}
