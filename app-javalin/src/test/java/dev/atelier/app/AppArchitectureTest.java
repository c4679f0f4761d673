package dev.atelier.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.core.MainClasses;

@AnalyzeClasses(packages = "dev.atelier", importOptions = MainClasses.class)
class AppArchitectureTest {
    @ArchTest
    static final ArchRule nobodyDependsOnTheApp = classes()
            .that()
            .resideInAPackage("dev.atelier.app..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("dev.atelier.app..");
}
