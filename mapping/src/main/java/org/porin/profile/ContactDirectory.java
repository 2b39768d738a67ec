package org.porin.profile;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.porin.address.Jid;

/**
 * What a user of a served domain may ask about their own foreign contacts, and decide of them: the
 * commands of the gateway (XEP-0050). Addresses are those that XMPP knows, bare.
 *
 * <p>Called on a reading thread, which it must not block; what it returns completes once, on any
 * thread, and never exceptionally.
 */
public interface ContactDirectory {
  /** The most contacts that one answer lists, and the most blocks that one user may have. */
  int MAX_LISTED = 500;

  /** Whom this user watches or is watched by, in the order of their addresses. */
  CompletionStage<Listing<Contact>> contacts(Jid user);

  /**
   * Asks anew what each contact's presence is, and tells the user what is then so, in the pace of
   * all else.
   *
   * @return of how many contacts that is asked
   */
  CompletionStage<Integer> resync(Jid user);

  /**
   * From now on the user hears nothing of these, and they nothing of the user: subscriptions both
   * ways end.
   *
   * @param blocked a contact, or a foreign domain without local part: {@code montague.example} also
   *     where its users are written {@code romeo\40montague.example@cpim.capulet.example}
   */
  CompletionStage<Change> block(Jid user, Jid blocked);

  /** They may ask again; what ended by the block stays ended. */
  CompletionStage<Change> unblock(Jid user, Jid blocked);

  /** Whom this user has blocked, in the order of their addresses. */
  CompletionStage<Listing<Jid>> blocks(Jid user);

  /**
   * A part of what there is.
   *
   * @param entries the first of them, {@link #MAX_LISTED} at most
   * @param total how many there are
   */
  record Listing<T>(List<T> entries, int total) {
    public Listing {
      entries = List.copyOf(entries);
      if (entries.size() > MAX_LISTED || entries.size() > total) {
        throw new IllegalArgumentException("a listing has at most " + MAX_LISTED + ", and no more");
      }
    }
  }

  /**
   * Somebody on the other side, as the user has to do with them.
   *
   * @param address bare
   * @param watching what has become of the user's wish to know this contact's presence
   * @param watched what has become of the contact's wish to know the user's
   * @param resources of the contact that the user was last told to be there
   */
  record Contact(Jid address, Watching watching, Watched watched, int resources) {}

  /** The user's own subscription. */
  enum Watching {
    /** There is none. */
    NONE,
    /** It is asked for, and not yet answered or not yet decided. */
    PENDING,
    /** Each change is told. */
    ACTIVE,
    /** It was granted, and cannot be had just now: it is tried again. */
    INTERRUPTED
  }

  /** The contact's subscription. */
  enum Watched {
    /** There is none. */
    NONE,
    /** The user was asked, and has not decided. */
    PENDING,
    /** The user said yes. */
    ACCEPTED
  }

  /** What became of a block or of its end. */
  enum Change {
    /** It is so, and stays so over restarts. */
    DONE,
    /** It was so before. */
    UNCHANGED,
    /** The user has as many blocks as one may have. */
    FULL,
    /** It could not be kept. */
    FAILED
  }
}
