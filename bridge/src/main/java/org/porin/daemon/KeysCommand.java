package org.porin.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.address.DomainName;
import org.porin.trust.Es256;
import org.porin.trust.KeyDirectory;
import org.porin.trust.KeyImport;
import org.porin.trust.KeyMaker;
import org.porin.trust.ScheduledKey;
import org.porin.trust.TrustSettings;
import org.porin.wire.MalformedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code porin keys}: what this bridge signs with (TRUST 9). Changes files only; a running bridge
 * sees that by itself.
 */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Makes, renews and shows the keys that this bridge signs with (RFC 8224).")
final class KeysCommand implements Runnable {
  private static final String YEAR = "365";
  private static final int MAX_DAYS = 3_650;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final InstantSource clock;

  KeysCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Does one thing with the keys, and says what came of it. */
  private interface Work {
    void with(TrustSettings.Keys settings, PrintWriter out) throws IOException;
  }

  /** How a key comes to be. */
  private interface Making {
    ScheduledKey by(KeyMaker maker, String domain, Duration validity) throws IOException;
  }

  /** Which key is wanted. */
  static final class NewKey {
    @Parameters(paramLabel = "DOMAIN", description = "whose users it speaks for")
    private String domain = "";

    @Option(
        names = "--days",
        defaultValue = YEAR,
        description = "how long the certificate is valid (default: ${DEFAULT-VALUE})")
    private int days;

    @Option(names = "--csr", description = "write a request for an authority (PKCS #10)")
    private boolean csr;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See porin keys --help");
  }

  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Makes the first key of a domain, with a certificate that it signs itself: give that to your"
            + " peers, or its pin.",
        "With --csr the key waits for the certificate of an authority: see porin keys import."
      })
  int generate(@Mixin ConfigurationOption configuration, @Mixin NewKey wanted)
      throws ConfigurationException {
    return make(configuration, wanted, KeyMaker::generate);
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Makes the key that follows the one of a domain. Its certificate is published at once, it signs"
            + " a day later, and the old certificate is published for a day more.",
        "With --csr the key waits for the certificate of an authority: see porin keys import."
      })
  int rotate(@Mixin ConfigurationOption configuration, @Mixin NewKey wanted)
      throws ConfigurationException {
    return make(configuration, wanted, KeyMaker::rotate);
  }

  private int make(ConfigurationOption configuration, NewKey wanted, Making making)
      throws ConfigurationException {
    return wanted.csr
        ? request(configuration, wanted.domain)
        : done(
            configuration,
            (settings, out) ->
                lines(making.by(maker(settings), name(wanted.domain), validity(wanted.days)))
                    .forEach(out::println));
  }

  private int request(ConfigurationOption configuration, String domain)
      throws ConfigurationException {
    return done(
        configuration,
        (settings, out) -> {
          out.println("request   " + maker(settings).request(name(domain)));
          out.println("Have it certified, then: porin keys import " + domain + " FILE");
        });
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Takes a certificate, for a key that waits for it or that comes with it.")
  int accept(
      @Mixin ConfigurationOption configuration,
      @Parameters(paramLabel = "DOMAIN", description = "whose users it speaks for") String domain,
      @Parameters(
              paramLabel = "FILE",
              description = "the certificate and those behind it in PEM, or PKCS #12 with the key")
          Path file,
      @Option(names = "--key", description = "the key in PEM, where it is one from elsewhere")
          @Nullable Path key,
      @Option(
              names = "--password-file",
              description = "a file with the password of the PKCS #12 file")
          @Nullable Path password)
      throws ConfigurationException {
    return done(
        configuration,
        (settings, out) -> {
          KeyImport read =
              KeyImport.read(file, Optional.ofNullable(key), Optional.ofNullable(password));
          lines(maker(settings).accept(name(domain), read.chain(), read.key()))
              .forEach(out::println);
        });
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Shows every key and what it does at the moment.")
  int list(@Mixin ConfigurationOption configuration) throws ConfigurationException {
    return done(
        configuration,
        (settings, out) -> {
          List<ScheduledKey> keys = KeyDirectory.open(settings, Es256.open()).keys();
          keys.forEach(key -> lines(key).forEach(out::println));
          if (keys.isEmpty()) {
            out.println("no key yet; porin keys generate DOMAIN makes one");
          }
        });
  }

  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Writes what is to be published now into a directory of another web server, and deletes what"
            + " is no more. Run it after each change, and once a day.",
        "Not needed where Porin itself serves it (trust.publish)."
      })
  int publish(
      @Mixin ConfigurationOption configuration,
      @Parameters(paramLabel = "DIRECTORY", description = "what the server has at trust.x5u")
          Path directory)
      throws ConfigurationException {
    return done(
        configuration,
        (settings, out) ->
            KeyDirectory.open(settings, Es256.open())
                .publish(directory, clock.instant())
                .forEach(url -> out.println("published " + url)));
  }

  private int done(ConfigurationOption configuration, Work work) throws ConfigurationException {
    Logging.off();
    Optional<TrustSettings.Keys> keys = configuration.read().trust().keys();
    if (keys.isEmpty()) {
      return no("trust.keys and trust.x5u are not set, so there is no place for keys");
    }
    try {
      work.with(keys.get(), spec.commandLine().getOut());
      return 0;
    } catch (IOException e) {
      return no(String.valueOf(e.getMessage()));
    }
  }

  private int no(String why) {
    spec.commandLine().getErr().println("porin: " + why);
    return Main.EXIT_NO;
  }

  private KeyMaker maker(TrustSettings.Keys settings) {
    return new KeyMaker(settings, new SecureRandom(), clock);
  }

  private Duration validity(int days) {
    if (days < 2 || days > MAX_DAYS) {
      throw new ParameterException(spec.commandLine(), "--days must be 2 to " + MAX_DAYS);
    }
    return Duration.ofDays(days);
  }

  private String name(String domain) {
    try {
      return DomainName.toALabels(domain);
    } catch (MalformedException e) {
      throw new ParameterException(
          spec.commandLine(), "DOMAIN must be a domain name (" + e.getMessage() + ")");
    }
  }

  private List<String> lines(ScheduledKey key) {
    return KeyLines.of(key, clock.instant());
  }
}
