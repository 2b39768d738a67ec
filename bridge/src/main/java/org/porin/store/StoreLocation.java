package org.porin.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.wire.MalformedException;

/** Where a store is. */
public sealed interface StoreLocation {
  /** Calls the case for this kind. */
  <R, E extends Exception> R choose(Cases<R, E> cases) throws E;

  /** Whether what is kept there outlives the process. */
  default boolean isLasting() {
    return true;
  }

  /** One answer for each kind. */
  interface Cases<R, E extends Exception> {
    R inFile(InFile file) throws E;

    R onServer(OnServer server) throws E;

    R inMemory(InMemory memory) throws E;
  }

  /** A database of SQLite. */
  record InFile(Path path) implements StoreLocation {
    static final String SCHEME = "sqlite:";

    @Override
    public <R, E extends Exception> R choose(Cases<R, E> cases) throws E {
      return cases.inFile(this);
    }

    @Override
    public String toString() {
      return SCHEME + path;
    }
  }

  /**
   * A database of a PostgreSQL server.
   *
   * @param hosts one or several, each with or without a port, separated by commas
   * @param database its name
   * @param options of the driver, as in a query string; empty for none
   */
  record OnServer(String hosts, String database, String options) implements StoreLocation {
    static final String SCHEME = "postgresql://";

    @Override
    public <R, E extends Exception> R choose(Cases<R, E> cases) throws E {
      return cases.onServer(this);
    }

    /** Without the options, of which one may be a password. */
    @Override
    public String toString() {
      return SCHEME + hosts + "/" + database;
    }
  }

  /** Nowhere: what is kept is lost with the process. */
  record InMemory() implements StoreLocation {
    static final String WORD = "memory";

    @Override
    public <R, E extends Exception> R choose(Cases<R, E> cases) throws E {
      return cases.inMemory(this);
    }

    @Override
    public boolean isLasting() {
      return false;
    }

    @Override
    public String toString() {
      return WORD;
    }
  }

  /**
   * Reads {@code sqlite:PATH}, {@code postgresql://HOST[:PORT]/DATABASE[?OPTIONS]} or {@code
   * memory}. Offsets in the exception count chars.
   *
   * @throws MalformedException also where a URL has a user or a password, which have a place of
   *     their own
   */
  static StoreLocation parse(String text) throws MalformedException {
    if (text.equals(InMemory.WORD)) {
      return new InMemory();
    }
    if (text.startsWith(InFile.SCHEME)) {
      return file(text.substring(InFile.SCHEME.length()));
    }
    return server(text);
  }

  private static StoreLocation file(String path) throws MalformedException {
    try {
      if (!path.isBlank() && path.indexOf('?') < 0) { // behind which SQLite would read options
        return new InFile(Path.of(path));
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw new MalformedException("a path without a question mark", InFile.SCHEME.length());
  }

  private static StoreLocation server(String text) throws MalformedException {
    Matcher url = Form.SERVER.matcher(text);
    if (!url.matches()) {
      throw new MalformedException(
          "sqlite:PATH, postgresql://HOST/DATABASE without user and password, or memory", 0);
    }
    String options = url.group(3) == null ? "" : url.group(3);
    if (Form.ACCOUNT.matcher(options.toLowerCase(Locale.ROOT)).find()) {
      throw new MalformedException("options without user and password", url.start(3));
    }
    return new OnServer(url.group(1), url.group(2), options);
  }

  /** How a URL of a server is written. */
  final class Form {
    private static final Pattern SERVER =
        Pattern.compile(
            OnServer.SCHEME + "([A-Za-z0-9.,:_\\[\\]-]+)/([^/?@#\\s]+)(?:\\?([^@#\\s]*))?");
    private static final Pattern ACCOUNT = Pattern.compile("(?:^|&)(?:user|password)=");

    private Form() {}
  }
}
