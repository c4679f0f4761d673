package dev.atelier.persistence.account;

import dev.atelier.core.account.Member;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.persistence.shared.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads rows of orgs, people and members. */
final class AccountRows {
    private AccountRows() {}

    static Org org(ResultSet row) throws SQLException {
        return new Org(new OrgId(Columns.uuid(row, "id")), row.getString("name"), Columns.instant(row, "created_at"));
    }

    static User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(Columns.uuid(row, "id")),
                row.getString("email"),
                row.getString("display_name"),
                row.getString("password_hash"),
                row.getBoolean("disabled"),
                row.getInt("session_version"),
                Columns.instant(row, "created_at"));
    }

    static Member member(ResultSet row) throws SQLException {
        return new Member(
                new OrgId(Columns.uuid(row, "org_id")),
                user(row),
                Role.valueOf(row.getString("role")),
                Columns.instant(row, "since"));
    }
}
