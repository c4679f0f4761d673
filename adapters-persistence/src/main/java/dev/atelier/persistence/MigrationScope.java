package dev.atelier.persistence;

import dev.atelier.persistence.shared.ConnectionScopes;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Lets migrations see the rows of all orgs. */
final class MigrationScope extends BaseCallback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_CONNECT;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute(ConnectionScopes.INITIAL);
        } catch (SQLException e) {
            throw new IllegalStateException("the migration's connection takes no setting", e);
        }
    }
}
