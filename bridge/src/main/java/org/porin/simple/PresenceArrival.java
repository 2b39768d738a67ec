package org.porin.simple;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.mapping.HopHeaders;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Origin;
import org.porin.profile.PresenceService;
import org.porin.sip.Dialog;
import org.porin.sip.Event;
import org.porin.sip.MediaRange;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** How one SUBSCRIBE or NOTIFY stands to legs; safe for many threads. */
final class PresenceArrival implements PresenceService.Arrival {
  /** Without its body, since an arrival may wait. */
  private final SipRequest request;

  private final Event event;
  private final Optional<LegState.Form> form;
  private final InetSocketAddress peer;
  private final Origin origin;
  private final Hops hops;
  private final List<String> accept;
  private final String legName;
  private final Optional<LegState> opened;
  private final LegsUnderWay legs;
  private volatile Finding finding = Finding.NOT_ASKED;

  /** What came of the question whether the request is on a leg. */
  enum Finding {
    /** Nobody asked. */
    NOT_ASKED,
    /** It is. */
    ON_IT,
    /** It is of another dialog, or of another subscription there. */
    ELSEWHERE,
    /** It was heard before. */
    REPEATED,
    /** It is older than what was heard before. */
    OLDER,
    /** It says something of its dialog that cannot be read. */
    UNREADABLE
  }

  private PresenceArrival(
      SipRequest request,
      Event event,
      Optional<LegState.Form> form,
      List<String> accept,
      InetSocketAddress peer,
      Origin origin,
      String legName,
      Optional<LegState> opened,
      LegsUnderWay legs) {
    this.request =
        new SipRequest(request.method(), request.requestUri(), request.headers(), Octets.EMPTY);
    this.event = event;
    this.form = form;
    this.accept = List.copyOf(accept);
    this.peer = peer;
    this.origin = origin;
    this.legName = legName;
    this.opened = opened;
    this.legs = legs;
    HopHeaders headers =
        HopHeaders.ofSip(
            request.headers().first(HopHeaders.MAX_FORWARDS),
            request.headers().all(HopHeaders.BRIDGE_TRACE));
    this.hops = new Hops(headers.maxForwards(), headers.trace());
  }

  /**
   * That of a request that has passed {@link PresenceScreening}.
   *
   * @param peer the far address
   * @param origin the same as text, and who vouches for the source
   * @param toTag of the answer, for a request that opens a leg
   * @throws MalformedException when it opens a leg and does not say where its end is, or names a
   *     place where it may not be
   */
  static PresenceArrival of(
      SipRequest request, InetSocketAddress peer, Origin origin, String toTag, LegsUnderWay legs)
      throws MalformedException {
    Event event = request.event().orElseThrow();
    boolean opens = request.to().tag().isEmpty();
    String localTag = request.to().tag().orElse(toTag);
    Optional<LegState.Form> form =
        request.method().equals("SUBSCRIBE") ? PresenceScreening.form(request) : Optional.empty();
    Optional<LegState> opened = Optional.empty();
    if (opens) {
      Dialog dialog = Dialog.accepted(request, localTag);
      if (!Directions.allow(dialog.nextHop(), peer.getAddress())) {
        throw new MalformedException("a Contact or route where its sender can be", 0);
      }
      LegState.Form wanted = form.orElse(LegState.Form.PIDF);
      opened = Optional.of(new LegState(LegState.Role.NOTIFIER, event, wanted, 0, dialog));
    }
    String name = LegState.name(request.callId(), localTag);
    if (name.length() > Leg.MAX_CHARS) {
      throw new MalformedException("a shorter Call-ID", Leg.MAX_CHARS);
    }
    return new PresenceArrival(
        request, event, form, types(request), peer, origin, name, opened, legs);
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public Hops hops() {
    return hops;
  }

  @Override
  public List<String> accept() {
    return accept;
  }

  @Override
  public Optional<Leg> opened() {
    return opened.map(LegState::toLeg);
  }

  @Override
  public String legName() {
    return legName;
  }

  @Override
  public Optional<Leg> on(Leg before) {
    Optional<LegState> state =
        before.name().equals(legName) ? LegState.read(before) : Optional.empty();
    finding = state.map(this::finding).orElse(Finding.ELSEWHERE);
    Optional<LegState> after = state.flatMap(this::after);
    if (after.isPresent()) {
      legs.heard(legName, this);
    } else if (finding == Finding.ON_IT) {
      finding = Finding.UNREADABLE;
    }
    return after.map(LegState::toLeg);
  }

  /** The leg after this request; empty where it is not on that leg, or not its next. */
  Optional<LegState> after(LegState before) {
    if (finding(before) != Finding.ON_IT) {
      return Optional.empty();
    }
    try {
      LegState after = before.with(before.dialog().heard(request));
      return Directions.allow(after.dialog().nextHop(), peer.getAddress())
          ? Optional.of(form.map(after::with).orElse(after))
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private Finding finding(LegState before) {
    LegState.Role role =
        request.method().equals("NOTIFY") ? LegState.Role.WATCHER : LegState.Role.NOTIFIER;
    if (before.role() != role || !before.event().equals(event)) {
      return Finding.ELSEWHERE;
    }
    return switch (before.dialog().order(request)) {
      case NEXT -> Finding.ON_IT;
      case REPEATED -> Finding.REPEATED;
      case OLDER -> Finding.OLDER;
      case ELSEWHERE -> Finding.ELSEWHERE;
    };
  }

  /** What came of the last question. */
  Finding finding() {
    return finding;
  }

  private static List<String> types(SipRequest request) throws MalformedException {
    List<String> types = new ArrayList<>();
    for (MediaRange range : MediaRange.accepted(request.headers()).orElse(List.of())) {
      if (range.quality() > 0) {
        types.add(range.type().essence());
      }
    }
    return types;
  }
}
