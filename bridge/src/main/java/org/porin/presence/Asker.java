package org.porin.presence;

import java.time.Duration;
import java.util.Optional;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Leg;
import org.porin.profile.Response;

/** Who gave an input, and how they hear what became of it. */
interface Asker {
  /** The bridge itself: nobody hears, and nothing is refused. */
  Asker NOBODY =
      new Asker() {
        @Override
        public Standing standing() {
          return Standing.OWN;
        }

        @Override
        public void answer(Response response, Optional<Leg> leg, Optional<Duration> duration) {}

        @Override
        public void refuse(Refused refusal) {}

        @Override
        public void done() {}
      };

  /** How far an input may be refused. */
  enum Standing {
    /** It may not: an outcome, a time. */
    OWN,
    /** Where there is no room. */
    TOLD,
    /** Also where it cannot be kept: it asks for something new. */
    ASKED
  }

  Standing standing();

  void answer(Response response, Optional<Leg> leg, Optional<Duration> duration);

  /** It was not taken, and nothing has changed. */
  void refuse(Refused refusal);

  /** Everything was done; who has no answer as yet gets none from the state machine. */
  void done();
}
